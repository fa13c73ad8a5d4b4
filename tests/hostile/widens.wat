;; Makes vectors of two numbers, and of three where a call has a culprit.
(data $attribute (i32.const 0x620) "vector")
;; An attribute: name, type (a vector, which is 5), target.
(data $attributes (i32.const 0x640) "\20\06\00\00\06\00\00\00\05\00\00\00\00\00\00\00\00\00\00\00")
;; Layer, scope, summary, labels, and the one attribute.
(data $provision (i32.const 0x160)
  "\40\01\00\00\05\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\40\06\00\00\01\00\00\00")

(func $answer_layers (param $wanted i32) (result i32 i32)
  (local $width i32)
  (local.set $width (i32.add (i32.const 2) (global.get $tempted)))
  (call $put (i32.const 0x800) (i32.const 0x140) (i32.const 5))
  (call $put (i32.const 0x80c) (global.get $starts) (i32.mul (global.get $spans) (i32.const 4)))
  (call $put (i32.const 0x814) (global.get $ends) (i32.mul (global.get $spans) (i32.const 4)))
  (call $put (i32.const 0x82c) (i32.const 0x840) (i32.const 1))
  ;; The attribute: name, case (vectors, which is 4), width, zeros from where nobody writes.
  (call $put (i32.const 0x840) (i32.const 0x620) (i32.const 6))
  (i32.store8 (i32.const 0x848) (i32.const 4))
  (i32.store (i32.const 0x84c) (local.get $width))
  (call $put (i32.const 0x850) (i32.const 0x2000)
    (i32.mul (i32.mul (global.get $spans) (local.get $width)) (i32.const 4)))
  (i32.const 0x800)
  (local.get $wanted))
