;; Has a name that is no UTF-8.
(data $name (i32.const 0x100) "hosti\c3e")
