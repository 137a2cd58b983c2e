// Circles of references that nobody frees.
// expect: failed/out-of-memory
// world: attack
use std::cell::RefCell;
use std::rc::Rc;
struct C(RefCell<Option<Rc<C>>>, Vec<u8>);
fn attack() { loop { let c = Rc::new(C(RefCell::new(None), Vec::with_capacity(65_536))); *c.0.borrow_mut() = Some(c.clone()); } }
