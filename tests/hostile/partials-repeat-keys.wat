;; Gives a state that says the same key twice.
(data $state (i32.const 0x7c0) "\c8\07\00\00\2b\00\00\00" "{\"documents\":\"0x1p+0\",\"documents\":\"0x1p+0\"}")
(func $answer_partials (param $wanted i32) (result i32 i32)
  (i32.const 0x7c0)
  (local.get $wanted))
