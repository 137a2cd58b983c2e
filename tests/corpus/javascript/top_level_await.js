// A module may wait at its top level.
// expect: value [2,["first","second"]]
const order = ["first"];
const two = await new Promise((resolve) => { order.push("second"); resolve(2); });
export const f = () => [two, order];
