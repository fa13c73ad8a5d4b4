;; Gives a field that the schema does not have.
(data $bytes (i32.const 0x620) "{\"documents\":1,\"pages\":1000}")
(func $culprit_output (result i32 i32) (i32.const 0x620) (i32.const 28))
