;; Has a name that would move a terminal's cursor.
(data $name (i32.const 0x100) "h\1b[2Jle")
