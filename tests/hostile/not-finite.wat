;; Gives a number that no float can be.
(data $bytes (i32.const 0x620) "{\"documents\":1e999}")
(func $culprit_output (result i32 i32) (i32.const 0x620) (i32.const 19))
