;; Makes a quarter of a million spans out of one text.
(func $answer_layers (param $wanted i32) (result i32 i32)
  (call $put (i32.const 0x740) (i32.const 0x140) (i32.const 5))
  (call $put (i32.const 0x74c) (global.get $starts) (i32.mul (global.get $spans) (i32.const 4)))
  (call $put (i32.const 0x754) (global.get $ends) (i32.mul (global.get $spans) (i32.const 4)))
  (if (global.get $tempted)
    (then
      (i32.store (i32.const 0x750) (i32.const 0x100000))
      (i32.store (i32.const 0x758) (i32.const 0x100000))))
  (i32.const 0x740)
  (local.get $wanted))
