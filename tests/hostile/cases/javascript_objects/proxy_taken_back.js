// A proxy that was revoked throws whatever is asked of it.
// expect: failed/invalid-output
// message: is of type Proxy
function f(n) {
    const { proxy, revoke } = Proxy.revocable([], {});
    revoke();
    return [proxy];
}
