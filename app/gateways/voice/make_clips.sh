#!/bin/sh
# Makes the clips under static/voice: sh app/gateways/voice/make_clips.sh
# Needs espeak-ng and sox; run once, the result is kept as data. Any recording at 8 kHz, 16 bit,
# mono under the same name takes a clip's place. Silence between clips is added while playing.
set -eu
cd "$(dirname "$0")/../../../static/voice"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

say() { # name, words, words a minute
    espeak-ng -v ko -s "$3" -w "$work/said.wav" "$2"
    sox -R "$work/said.wav" -r 8000 -c 1 -b 16 "$1.wav" \
        silence 1 0.01 0.3% reverse silence 1 0.01 0.3% reverse gain -n -3 pad 0.02 0.03
}

say 0 공 110; say 1 일 110; say 2 이 110; say 3 삼 110; say 4 사 110
say 5 오 110; say 6 육 110; say 7 칠 110; say 8 팔 110; say 9 구 110
say ten 십 110; say hundred 백 110; say thousand 천 110
say ten-thousand 만 110; say hundred-million 억 110
say won "원입니다." 140
say intro "데모경남신용보증재단 전자약정 확인 전화입니다." 180
say amount "약정 금액은" 140
say code "인증번호는" 140
say again "다시 불러 드립니다." 140
say secret "인증번호를 남에게 알리지 마세요." 140
