"""What the course computes: a function or some points come in, walks, frames and sentences go out.

One variable: `autodiff` < `functions` (what an expression may use: add one there) < `tokens` <
`expression` < `one_variable` (the walk, its regime), with `examples` and `one_variable_frames` for its page.
Step by step: `line` (points and a walk to the line through them) < `steps`, `quiz`, `line_frames`, and
`published`, which sets what tutorials print beside what comes out here.
"""
