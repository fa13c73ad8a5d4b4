;; Blames its first document with half a mebibyte of what would clear a terminal's screen.
(data $fault (i32.const 0x7c0) "\00\00\00\00" "\00\00\00\00\00\00\00\00" "\00\00\08\00" "\00\00\08\00")
(data $once (i32.const 0x80000) "\1b[2J\07ok ")
(func $answer_faults (result i32 i32)
  (local $at i32)
  (local.set $at (i32.const 0x80008))
  (loop $next
    (memory.copy (local.get $at) (i32.const 0x80000) (i32.const 8))
    (local.set $at (i32.add (local.get $at) (i32.const 8)))
    (br_if $next (i32.lt_u (local.get $at) (i32.const 0x100000))))
  (i32.const 0x7c0)
  (global.get $tempted))
