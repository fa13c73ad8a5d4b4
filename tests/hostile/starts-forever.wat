;; Has a start function that never ends.
(start $run)
(func $run (loop $forever (br $forever)))
