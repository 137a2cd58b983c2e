// Asks for a member of the answer, and looks whether other objects have it now.
export function evaluate(candidate) {
    const answer = candidate.f(3);
    const polluted = {}.square === 9 || {}.polluted === true || answer.polluted === true;
    return Number(polluted || Object.getPrototypeOf(answer) !== Object.prototype);
}
