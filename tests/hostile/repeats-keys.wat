;; Gives an output that says the same key twice.
(data $twice (i32.const 0x620) "{\"documents\":1,\"documents\":1000}")
(func $culprit_output (result i32 i32) (i32.const 0x620) (i32.const 32))
