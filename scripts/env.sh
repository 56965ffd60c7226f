# Sourced by scripts/demo, test and check: makes a virtual environment of its own, once per change of
# pyproject.toml, and puts it first on PATH. With root rights it installs Debian's venv module if that lacks.
#   use_env FOLDER EXTRA      for example: use_env .venv dev

find_python() {
    for name in ${PYTHON:-} python3.13 python3.12 python3.11 python3 python; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    echo "dlpscan needs Python 3.11 or newer; name it with PYTHON=..." >&2
    return 1
}

use_env() {
    local folder=$1 extra=$2 python stamp
    python=$(find_python)
    stamp="$("$python" -V) $extra $(cksum <pyproject.toml)"
    if [ "$(cat "$folder/.stamp" 2>/dev/null)" != "$stamp" ]; then
        rm -rf "$folder"
        if ! "$python" -m venv "$folder" 2>/dev/null; then
            if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
                apt-get update -qq && apt-get install -y -qq python3-venv >&2
            fi
            rm -rf "$folder"
            "$python" -m venv "$folder"
        fi
        "$folder/bin/python" -m pip install --quiet --disable-pip-version-check --editable ".[$extra]"
        echo "$stamp" >"$folder/.stamp"
    fi
    PATH="$PWD/$folder/bin:$PATH"
    export PATH
}

# Installs Debian packages whose program is missing, with root rights; elsewhere the tests that need them are
# skipped (in CI they fail instead).
#   need_debian PROGRAM PACKAGE
need_debian() {
    if command -v "$1" >/dev/null || [ -x "/usr/sbin/$1" ]; then
        return
    fi
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "postfix postfix/main_mailer_type select No configuration" | debconf-set-selections
        # The tests start servers of their own; the package shall make none.
        if [ "$2" = postgresql ] && [ ! -e /etc/postgresql-common/createcluster.conf ]; then
            mkdir -p /etc/postgresql-common
            echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
        fi
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
            -o Dpkg::Options::=--force-confold "$2" >/dev/null
    fi
}
