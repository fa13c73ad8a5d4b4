;; Never comes to an end after its answer has been read.
(func $after (export "cabi_post_textmill:analyzer/plugin@0.1.0#analyze") (param $answer i32)
  (loop $forever (br_if $forever (global.get $tempted)))
  (global.set $heap (i32.const 0x10000)))
