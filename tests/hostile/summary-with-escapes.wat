;; Has a summary that would clear a terminal's screen, and label names that would.
(data $summary (i32.const 0x7c0) "One\1b[2J\07 line\0aof two")
(func $summary (result i32 i32) (i32.const 0x7c0) (i32.const 20))
(data $provision (i32.const 0x160)
  "\40\01\00\00\05\00\00\00" "\00\00\00\00" "\c0\07\00\00\14\00\00\00" "\e0\07\00\00\01\00\00\00" "\00\00\00\00\00\00\00\00")
(data $labels (i32.const 0x7e0) "\c0\07\00\00\14\00\00\00")
