// Words in comments and texts make no module of a script.
// expect: value 39
/*
import what is needed,
export what is found
*/
const text = `
import { x } from "y";
export default 1;
`;

function f() {
    return text.length - 3;
}
