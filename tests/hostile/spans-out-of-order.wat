;; Makes a span that begins before the one before it.
(func $culprit_spans (param $start i32) (param $end i32)
  (call $span (i32.add (local.get $start) (i32.const 1)) (local.get $end))
  (call $span (local.get $start) (local.get $end)))
