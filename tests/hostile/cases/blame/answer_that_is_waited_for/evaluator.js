// Waits for the answer, whatever it is.
export async function evaluate(candidate) {
    const answer = await candidate.f(3);
    return Number(answer.then !== "resolve");
}
