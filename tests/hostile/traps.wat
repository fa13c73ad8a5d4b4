;; Crashes without a word.
(func $sin unreachable)
