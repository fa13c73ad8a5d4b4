;; Gives a gigabyte back out of a mebibyte of memory: 1,024 outputs that are all the same bytes.
(func $answer_outputs (param $wanted i32) (result i32 i32)
  (local $output i32)
  (if (i32.eqz (i32.and (local.get $wanted) (global.get $tempted)))
    (then (return (global.get $outputs) (i32.mul (local.get $wanted) (global.get $documents)))))
  (memory.fill (i32.const 0x100000) (i32.const 0x20) (i32.const 0x100000))
  (loop $next
    (call $put
      (i32.add (i32.const 0x80000) (i32.mul (local.get $output) (i32.const 8)))
      (i32.const 0x100000) (i32.const 0x100000))
    (local.set $output (i32.add (local.get $output) (i32.const 1)))
    (br_if $next (i32.lt_u (local.get $output) (i32.const 1024))))
  (i32.const 0x80000)
  (i32.const 1024))
