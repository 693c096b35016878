"""The assistant as a person sees it: questions and answers, in a tab of its own and in a drawer beside every other."""
