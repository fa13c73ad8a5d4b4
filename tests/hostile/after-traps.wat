;; Crashes when its answer has been read.
(func $after (export "cabi_post_textmill:analyzer/plugin@0.1.0#analyze") (param $answer i32)
  (if (global.get $tempted) (then unreachable))
  (global.set $heap (i32.const 0x10000)))
