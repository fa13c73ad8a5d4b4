;; Says that there is room for what it is handed where it has no memory.
(func $realloc (export "cabi_realloc")
  (param $old i32) (param $old_bytes i32) (param $align i32) (param $bytes i32) (result i32)
  (i32.const 0xfffffff0))
