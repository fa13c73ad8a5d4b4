;; Gives an output that is 10,000 lists deep, where the schema takes any JSON.
(data $head (i32.const 0x80000) "{\"documents\":1,\"note\":")
(func $culprit_output (result i32 i32)
  (memory.fill (i32.const 0x80016) (i32.const 0x5b) (i32.const 10000))
  (memory.fill (i32.const 0x82726) (i32.const 0x5d) (i32.const 10000))
  (i32.store8 (i32.const 0x84e36) (i32.const 0x7d))
  (i32.const 0x80000)
  (i32.const 20023))
