// A replaced JSON changes nothing on the way in or out.
// call: f [{"a": [1.5]}]
// expect: value {"a":[1.5],"b":"text"}
JSON.parse = JSON.stringify = () => "forged";
Object.prototype.toJSON = String.prototype.toJSON = Number.prototype.toJSON = () => "forged";
delete Object.prototype.toJSON;
globalThis.JSON = null;

function f(object) {
    object.b = "text";
    return object;
}
