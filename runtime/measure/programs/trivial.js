function main() {
  return 1 + 1;
}
