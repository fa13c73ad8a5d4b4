;; Gives an output that is a number.
(data $bytes (i32.const 0x620) "1000")
(func $culprit_output (result i32 i32) (i32.const 0x620) (i32.const 4))
