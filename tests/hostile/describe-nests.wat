;; Has a schema that is 10,000 objects deep: `{"kind":"map","value":` again and again, without an end.
(data $once (i32.const 0x80000) "{\"kind\":\"map\",\"value\":")
(func $schema (result i32 i32)
  ;; Each copy overlaps the next, so what stands at the front is written on to the end; 22 bytes are copied 10,000 times.
  (local $at i32)
  (local.set $at (i32.const 0x80016))
  (loop $next
    (memory.copy (local.get $at) (i32.const 0x80000) (i32.const 22))
    (local.set $at (i32.add (local.get $at) (i32.const 22)))
    (br_if $next (i32.lt_u (local.get $at) (i32.const 0xb5b60))))
  (i32.const 0x80000)
  (i32.const 220000))
