;; Gives an answer that is neither of the two that there are.
(func $answer_faults (result i32 i32)
  (if (global.get $tempted) (then (i32.store8 (i32.const 0x700) (i32.const 7))))
  (i32.const 0)
  (i32.const 0))
