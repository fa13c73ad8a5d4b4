;; Is sound, reads a layer `hints` where there is one, and crashes where a culprit has a span in it.
(data $hints (i32.const 0x7c0) "hints")
(data $requirement (i32.const 0x7d0) "\c0\07\00\00\05\00\00\00" "\01\00\00\00" "\00\00\00\00\00\00\00\00")
(func $requires (result i32 i32) (i32.const 0x7d0) (i32.const 1))
(func $culprit_spans (param $start i32) (param $end i32)
  (local $layer i32) (local $span i32)
  ;; The first layer of the call, in which the starts of spans come behind the name and the scope.
  (local.set $layer (i32.load offset=48 (global.get $call)))
  (loop $next
    (if (i32.ge_u (local.get $span) (i32.div_u (i32.load offset=16 (local.get $layer)) (i32.const 4))) (then (return)))
    (if
      (i32.eq
        (i32.load
          (i32.add (i32.load offset=12 (local.get $layer)) (i32.mul (local.get $span) (i32.const 4))))
        (local.get $start))
      (then unreachable))
    (local.set $span (i32.add (local.get $span) (i32.const 1)))
    (br $next)))
