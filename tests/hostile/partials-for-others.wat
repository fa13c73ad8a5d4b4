;; Gives the states of three groups where there is one.
(data $states (i32.const 0x7c0)
  "\e0\07\00\00\02\00\00\00" "\e0\07\00\00\02\00\00\00" "\e0\07\00\00\02\00\00\00")
(data $state (i32.const 0x7e0) "{}")
(func $answer_partials (param $wanted i32) (result i32 i32)
  (i32.const 0x7c0)
  (i32.mul (local.get $wanted) (i32.const 3)))
