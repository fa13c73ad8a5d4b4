;; Says that it requires 24,576 layers whose names have half a mebibyte each: 12 GiB, all of them the same bytes.
(func $requires (result i32 i32)
  (local $requirement i32)
  (local $at i32)
  (local.set $at (i32.const 0x20000))
  (loop $next
    (call $put (local.get $at) (i32.const 0x100000) (i32.const 0x80000))
    (local.set $at (i32.add (local.get $at) (i32.const 36)))
    (local.set $requirement (i32.add (local.get $requirement) (i32.const 1)))
    (br_if $next (i32.lt_u (local.get $requirement) (i32.const 0x6000))))
  (i32.const 0x20000)
  (i32.const 0x6000))
