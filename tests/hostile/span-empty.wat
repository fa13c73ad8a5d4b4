;; Makes a span over nothing.
(func $culprit_spans (param $start i32) (param $end i32)
  (call $span (local.get $start) (local.get $start)))
