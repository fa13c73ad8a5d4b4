;; Calls itself without end.
(func $sin (call $deeper (i32.const 0)))
(func $deeper (param $depth i32)
  (call $deeper (i32.add (local.get $depth) (i32.const 1)))
  ;; Not a tail call.
  (i32.store (i32.const 0x7f0) (local.get $depth)))
