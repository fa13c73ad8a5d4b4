;; Writes to the log without end, with what would move a terminal's cursor.
(import "textmill:analyzer/log@0.1.0" "write" (func $log (param i32 i32 i32 i32 i32)))
(data $message (i32.const 0x7c0) "\1b[2J\07gone")
(func $sin
  (loop $forever
    ;; Level, no document, message.
    (call $log (i32.const 1) (i32.const 0) (i32.const 0) (i32.const 0x7c0) (i32.const 9))
    (br $forever)))
