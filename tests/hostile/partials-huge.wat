;; Gives a state that is a number of a billion binary digits.
(data $state (i32.const 0x7c0) "\c8\07\00\00\1f\00\00\00" "{\"documents\":\"0x1p+1000000000\"}")
(func $answer_partials (param $wanted i32) (result i32 i32)
  (i32.const 0x7c0)
  (local.get $wanted))
