;; Never finds room for what it is handed.
(func $realloc (export "cabi_realloc")
  (param $old i32) (param $old_bytes i32) (param $align i32) (param $bytes i32) (result i32)
  (loop $forever (br $forever))
  (i32.const 0))
