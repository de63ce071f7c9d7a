export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/**
 * Each asks the hidden `__complete` command what can stand at the cursor: lines of `word<TAB>description`, and a line
 * `:files` where files are possible too.
 */
const scripts: Readonly<Record<Shell, string>> = {
  bash: `# bash completion of conmanctl
_conmanctl() {
  local word IFS=$'\\n'
  COMPREPLY=()
  while IFS=$'\\t' read -r word _; do
    if [[ $word == :files ]]; then
      compopt -o filenames 2>/dev/null
      COMPREPLY+=($(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}"))
    else
      COMPREPLY+=("$word")
    fi
  done < <("\${COMP_WORDS[0]}" __complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _conmanctl conmanctl`,
  zsh: `#compdef conmanctl
# zsh completion of conmanctl
_conmanctl() {
  local line files=0
  local -a candidates
  for line in "\${(@f)$("\${words[1]}" __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    if [[ $line == :files ]]; then
      files=1
    elif [[ -n $line ]]; then
      local word=\${line%%$'\\t'*} description=\${line#*$'\\t'}
      candidates+=("\${word//:/\\\\:}\${description:+:$description}")
    fi
  done
  (( \${#candidates} )) && _describe conmanctl candidates
  (( files )) && _files
}
compdef _conmanctl conmanctl`,
  fish: `# fish completion of conmanctl
function __conmanctl_complete
  set -l words (commandline -opc) (commandline -ct)
  set -l lines ($words[1] __complete -- $words[2..] 2>/dev/null)
  string match -v -- ':files' $lines
  if contains -- ':files' $lines
    __fish_complete_path (commandline -ct)
  end
end
complete -c conmanctl -f -a '(__conmanctl_complete)'`,
};

export function completionScript(shell: Shell): string {
  return scripts[shell];
}
