// A proxy as exports is not asked anything.
// expect: failed/no-such-function
const endless = () => { for (;;); };
module.exports = new Proxy({}, { get: endless, has: endless, ownKeys: endless, getOwnPropertyDescriptor: endless });
