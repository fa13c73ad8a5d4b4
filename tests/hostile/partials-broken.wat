;; Gives a state that is none.
(data $state (i32.const 0x7c0) "\c8\07\00\00\03\00\00\00" "[1]")
(func $answer_partials (param $wanted i32) (result i32 i32)
  (i32.const 0x7c0)
  (local.get $wanted))
