;; Gives an output that is cut short.
(data $bytes (i32.const 0x620) "{\"documents\":1")
(func $culprit_output (result i32 i32) (i32.const 0x620) (i32.const 14))
