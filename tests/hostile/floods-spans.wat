;; Makes a quarter of a million spans out of one text.
(func $answer_layers (param $wanted i32) (result i32 i32)
  (call $put (i32.const 0x740) (i32.const 0x140) (i32.const 5))
  (call $put (i32.const 0x748) (global.get $starts) (global.get $spans))
  (call $put (i32.const 0x750) (global.get $ends) (global.get $spans))
  (if (global.get $tempted)
    (then
      (i32.store (i32.const 0x74c) (i32.const 0x40000))
      (i32.store (i32.const 0x754) (i32.const 0x40000))))
  (i32.const 0x740)
  (local.get $wanted))
