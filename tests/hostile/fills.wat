;; Writes all the memory that there is, again and again: each time takes the host long, and none can be cut short.
(func $sin
  (local $pages i32)
  (loop $more
    (br_if $more (i32.ne (memory.grow (i32.const 16)) (i32.const -1))))
  (local.set $pages (i32.sub (memory.size) (i32.const 16)))
  (loop $forever
    (memory.fill (i32.const 0x100000) (i32.const 1) (i32.mul (local.get $pages) (i32.const 0x10000)))
    (br $forever)))
