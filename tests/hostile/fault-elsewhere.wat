;; Blames a document that is not in the call.
(data $fault (i32.const 0x7c0) "\ff\ff\00\00" "\00\00\00\00\00\00\00\00")
(func $answer_faults (result i32 i32) (i32.const 0x7c0) (global.get $tempted))
