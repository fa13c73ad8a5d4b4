;; Declares a number, and gives words.
(data $bytes (i32.const 0x620) "{\"documents\":\"one\"}")
(func $output (result i32 i32) (i32.const 0x620) (i32.const 19))
