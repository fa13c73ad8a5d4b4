;; Makes what `circle-b` requires of what `circle-b` makes.
(data $name (i32.const 0x100) "circle-a")
(func $name (result i32 i32) (i32.const 0x100) (i32.const 8))
(data $marks (i32.const 0x140) "layer-a")
(data $provision (i32.const 0x160)
  "\40\01\00\00\07\00\00\00")
(data $required (i32.const 0x7c0) "layer-b")
(data $requirement (i32.const 0x7d0) "\c0\07\00\00\07\00\00\00" "\00\00\00\00" "\00\00\00\00\00\00\00\00")
(func $requires (result i32 i32) (i32.const 0x7d0) (i32.const 1))
