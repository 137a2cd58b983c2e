// Waits for a message that nobody sends.
// expect: failed/out-of-fuel
// world: attack
fn attack() { let (_sender, receiver) = std::sync::mpsc::channel::<u8>(); receiver.recv().unwrap(); }
