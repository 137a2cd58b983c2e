// The candidate can be called by name, by position and by names, also where a name means something else.
// expect: scored
// score: 1
function evaluate(candidate) {
    const found = [
        candidate.scale(2, 3), candidate.callNamed("scale", { right: 4, left: 2 }), candidate.call("call", 1),
        candidate.call("then", 5), candidate.f(), candidate.later([1]), candidate[Symbol.iterator], candidate.then,
    ];
    return JSON.stringify(found) === '[6,8,[1,"called"],5,null,[1],null,null]' ? 1 : 0;
}
