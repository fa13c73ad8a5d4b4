;; Never comes back from a culprit.
(func $sin (loop $forever (br $forever)))
