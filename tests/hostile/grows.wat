;; Takes all the memory that there is, writes to it, and crashes when there is no more.
(func $sin
  (local $at i32)
  (loop $more
    (local.set $at (memory.grow (i32.const 16)))
    (if (i32.eq (local.get $at) (i32.const -1)) (then unreachable))
    (i32.store (i32.mul (local.get $at) (i32.const 0x10000)) (i32.const -1))
    (br $more)))
