//! A candidate's sandbox as its bridge sees it, wherever it runs: in this process or in another.

use lazaret_sandbox::{
    Answer, Arguments, Depth, Failure, Observation, Remains, Sandbox, ScriptRole, Stop,
};
use lazaret_trial::{Budget, Function, Usage, Value};

use crate::program::{Program, Started};

/// A sandbox that can be called. After a stop, every call answers with a stop.
pub trait Instance: Send {
    /// Whether it answers typed calls, and not calls by name.
    fn is_typed(&self) -> bool;

    /// Whether it takes arrays in arguments and gives them in results.
    fn speaks_arrays(&self) -> bool;

    /// Calls a function by name.
    ///
    /// # Errors
    /// If the sandbox stopped.
    fn call(&mut self, function: &str, arguments: &Value) -> Result<Result<Value, Failure>, Stop>;

    /// The same with arrays in arguments and result, if it speaks them.
    ///
    /// # Errors
    /// If the sandbox stopped.
    fn call_arrays(
        &mut self,
        function: &str,
        arguments: Value,
    ) -> Result<Result<Value, Failure>, Stop>;

    /// Calls a function of the task's interface by its index, with values in the engine's form.
    ///
    /// # Errors
    /// If the sandbox stopped.
    fn call_typed(
        &mut self,
        index: usize,
        function: &Function,
        arguments: Arguments<'_>,
        answer: &mut Answer<'_>,
    ) -> Result<(), Stop>;

    /// The same with plain data that `function` has accepted.
    ///
    /// # Errors
    /// If the sandbox stopped.
    fn call_typed_values(
        &mut self,
        index: usize,
        function: &Function,
        arguments: Vec<Value>,
    ) -> Result<Value, Stop>;

    /// The same with arguments and result in the binary form of plain data; the result is appended to `out`.
    ///
    /// # Errors
    /// If the sandbox stopped.
    fn call_typed_binary(
        &mut self,
        index: usize,
        function: &Function,
        arguments: &[u8],
        out: &mut Vec<u8>,
    ) -> Result<(), Stop>;

    /// What its interpreter has made of its text, if that was to be kept; only once.
    fn take_bytecode(&mut self) -> Option<Vec<u8>>;

    /// What it used so far.
    fn usage(&self) -> Usage;

    /// Ends it.
    fn finish(self: Box<Self>) -> (Observation, Remains);
}

/// Something that makes a candidate's instance when it is first needed.
pub trait Launch: Send {
    /// Says that an instance will most likely be launched, with just these. Where nobody has to wait for it, making it
    /// begins, and this says so; if it is never launched, it is as if it had never been made.
    fn announce(
        &mut self,
        _budget: &Budget,
        _seed: u64,
        _purpose: &str,
        _role: ScriptRole,
    ) -> bool {
        false
    }

    /// Has the instances that are launched from now on keep what their interpreter makes of their text.
    fn keep_bytecode(&mut self) {}

    /// Makes an instance and loads its text, if it has one.
    fn launch(
        &mut self,
        budget: &Budget,
        seed: u64,
        purpose: &str,
        role: ScriptRole,
    ) -> Started<Box<dyn Instance>>;
}

impl Instance for Sandbox {
    fn is_typed(&self) -> bool {
        Self::is_typed(self)
    }

    fn speaks_arrays(&self) -> bool {
        Self::speaks_arrays(self)
    }

    fn call(&mut self, function: &str, arguments: &Value) -> Result<Result<Value, Failure>, Stop> {
        Self::call(self, function, arguments)
    }

    fn call_arrays(
        &mut self,
        function: &str,
        arguments: Value,
    ) -> Result<Result<Value, Failure>, Stop> {
        Self::call_arrays(self, function, arguments)
    }

    fn call_typed(
        &mut self,
        index: usize,
        _function: &Function,
        arguments: Arguments<'_>,
        answer: &mut Answer<'_>,
    ) -> Result<(), Stop> {
        Self::call_typed(self, index, arguments, answer)
    }

    fn call_typed_values(
        &mut self,
        index: usize,
        function: &Function,
        arguments: Vec<Value>,
    ) -> Result<Value, Stop> {
        Self::call_typed_values(self, index, function, arguments)
    }

    fn call_typed_binary(
        &mut self,
        index: usize,
        function: &Function,
        arguments: &[u8],
        out: &mut Vec<u8>,
    ) -> Result<(), Stop> {
        Self::call_typed_binary(self, index, function, arguments, out)
    }

    fn take_bytecode(&mut self) -> Option<Vec<u8>> {
        Self::take_bytecode(self)
    }

    fn usage(&self) -> Usage {
        Self::usage(self)
    }

    fn finish(self: Box<Self>) -> (Observation, Remains) {
        Self::finish(*self)
    }
}

impl Launch for Program {
    fn keep_bytecode(&mut self) {
        self.depth = Depth::RunAndKeep;
    }

    fn launch(
        &mut self,
        budget: &Budget,
        seed: u64,
        purpose: &str,
        role: ScriptRole,
    ) -> Started<Box<dyn Instance>> {
        let boxed = |sandbox| -> Box<dyn Instance> { Box::new(sandbox) };
        match self.start(budget, seed, purpose, role, None) {
            Started::Ready(sandbox) => Started::Ready(boxed(sandbox)),
            Started::Unloadable(sandbox, failure) => Started::Unloadable(boxed(sandbox), failure),
            Started::Stopped(sandbox, stop) => Started::Stopped(boxed(sandbox), stop),
            Started::Impossible(stop) => Started::Impossible(stop),
        }
    }
}
