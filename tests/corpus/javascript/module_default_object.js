// That of an object counts by its members.
// expect: value "member"
export default { f: () => "member" };
