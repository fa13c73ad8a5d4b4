;; Crashes where it should say what it is.
(func $name (result i32 i32) unreachable)
