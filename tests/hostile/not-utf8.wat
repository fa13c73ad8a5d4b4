;; Gives an output whose bytes are no UTF-8.
(data $bytes (i32.const 0x620) "{\"documents\":1,\"note\":\"\c3\28\"}")
(func $culprit_output (result i32 i32) (i32.const 0x620) (i32.const 27))
